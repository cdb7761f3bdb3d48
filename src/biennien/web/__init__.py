"""The record in the browser and over HTTP: pages made by the server, and `/api/v1`."""
