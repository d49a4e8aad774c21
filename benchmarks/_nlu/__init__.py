"""The parts of the benchmark `nlu_pipeline`."""
