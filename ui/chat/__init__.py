"""The chat page: a conversation that streams, over Gradio."""
