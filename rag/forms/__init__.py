"""An answer in each of its forms: in prose, as a list, by outlet, as a timeline."""
