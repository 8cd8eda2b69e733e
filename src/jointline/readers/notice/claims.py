def claims_of(notice, document, options):
    return (None, None), [], []
