//go:build tools

// Package vegeta pins what tools/peers builds; it has no code of its own.
package vegeta

import _ "github.com/tsenart/vegeta/v12"
