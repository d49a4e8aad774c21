"""The operator's command line: `./zhike up`, `./zhike test` and the rest, one module a command."""
