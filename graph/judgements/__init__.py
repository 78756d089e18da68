"""What people hold of facts, applied whenever the graph is made: ``same different unsure reject correct``.

The facts of plans are kept as they were read; without a judgement the graph is what it was before.
"""
