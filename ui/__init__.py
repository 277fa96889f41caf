"""The web application: the chat, its sources panel and the document pages."""

import os

# Gradio reads it when it is imported: nothing leaves this machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
