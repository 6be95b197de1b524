package dev.signet.domain.order;

/** How far a token reaches. */
public enum TargetScope {
    /** The agents that it names. */
    Agent,
    /** Every agent of its tenant, which is its namespace. */
    Tenant,
    /** Every agent of the installation. */
    Cluster
}
