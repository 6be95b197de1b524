package dev.signet.e2e.cluster;

/** The loopback ports of one control plane; each keeps its port over all restarts. */
record Ports(int etcd, int etcdPeer, int apiServer, int controllerManager) {
    static Ports from(PortSource source) {
        return new Ports(source.next(), source.next(), source.next(), source.next());
    }
}
