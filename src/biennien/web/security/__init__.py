"""Who may ask for what: keys and scopes, sign-in, the token of the forms, and what every answer tells the browser to refuse."""
