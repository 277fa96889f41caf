"""Public data sets in the field's formats, read from a path into cases, texts and pairs."""

from eval.datasets.files import cases_in_library, write_texts
from eval.datasets.loading import beside, load_dataset, load_pairs
from eval.datasets.records import DatasetError
from eval.datasets.sampling import sample
from eval.datasets.values import Dataset, PairSet, SourceText

__all__ = [
    "Dataset",
    "DatasetError",
    "PairSet",
    "SourceText",
    "beside",
    "cases_in_library",
    "load_dataset",
    "load_pairs",
    "sample",
    "write_texts",
]
