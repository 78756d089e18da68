"""Facts into HTML: single files that open without a network. Views read a graph; they never query a store."""
