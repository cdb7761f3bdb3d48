"""The record for assistants: a server of the Model Context Protocol whose answers cite, and which writes nothing."""
