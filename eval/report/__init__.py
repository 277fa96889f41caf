"""What a run leaves for people: the page of its folder, and tables in the terminal."""

from eval.report.page import write_report
from eval.report.tables import print_comparison, print_tables

__all__ = ["print_comparison", "print_tables", "write_report"]
