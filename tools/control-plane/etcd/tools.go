//go:build tools

// Package etcd pins what tools/cluster builds; it has no code of its own.
package etcd

import _ "go.etcd.io/etcd/server/v3"
