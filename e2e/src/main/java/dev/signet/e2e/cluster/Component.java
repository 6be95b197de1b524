package dev.signet.e2e.cluster;

/** A process of a control plane. */
public enum Component {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager");

    private final String binary;

    Component(String binary) {
        this.binary = binary;
    }

    /** The name of its program, and of its log. */
    public String binary() {
        return binary;
    }
}
