package dev.signet.e2e.cluster;

/** A user that the API server knows by a static token; both may do anything. */
enum StaticUser {
    ADMIN("admin", "admin"),
    CONTROLLER_MANAGER("system:kube-controller-manager", "kube-controller-manager");

    private final String userName;
    private final String fileName;

    StaticUser(String userName, String fileName) {
        this.userName = userName;
        this.fileName = fileName;
    }

    /** The name in the audit log. */
    String userName() {
        return userName;
    }

    /** What its kubeconfig is called. */
    String fileName() {
        return fileName;
    }
}
