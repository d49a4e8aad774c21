"""Measurements, each started by `./zhike bench NAME`; the results are in docs/figures.md."""
