//go:build tools

// Package caddy pins what tools/peers builds; it has no code of its own.
package caddy

import _ "github.com/caddyserver/caddy/v2/cmd/caddy"
