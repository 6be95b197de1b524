package dev.signet.crds;

/** Whether a condition holds. */
public enum ConditionStatus {
    True,
    False,
    Unknown
}
