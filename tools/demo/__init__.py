"""
The main job as a story, played over HTTP against the running code, with every answer checked.
"""
