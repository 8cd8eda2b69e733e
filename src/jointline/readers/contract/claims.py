def claims_of(page, document, options):
    return [], []
