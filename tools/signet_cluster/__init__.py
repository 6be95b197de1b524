"""A real Kubernetes control plane (etcd, kube-apiserver, kube-controller-manager) on one machine, without containers.

Read in this order: `releases` (what there is), `providers` (where the binaries come from), `components`
(how each is started), `cluster` (up, down, list), `cli` (the command). `commands`, `prerequisites`, `processes` and `waiting` serve
`./quickstart` and `./verify` too, `debian`, `gobuild` and `wheels` also tools/peers. Standard library only.
"""
