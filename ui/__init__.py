"""People's doors: the command line and the Gradio app. Widgets and wiring, no knowledge."""
