"""What is asked: flows of questions and the engine that walks them."""
