package dev.signet.crds.token;

/** How far a token reaches. */
public enum TargetScope {
    Agent,
    Tenant,
    Cluster
}
