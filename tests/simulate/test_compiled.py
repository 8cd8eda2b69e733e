"""Functions are compiled whether or not there is a place to keep them."""

from __future__ import annotations

import numpy as np
import pytest
from numba.core import caching

from jointline.simulate.compiled import compiled


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])  # a service's account, a read-only container

    @compiled(error_model="numpy")
    def total(x):  # type: ignore[no-untyped-def]
        found = 0.0
        for i in range(x.size):
            found += x[i]
        return found

    assert total(np.arange(4.0)) == 6.0
