package dev.signet.crds;

/** How a label is compared. */
public enum SelectorOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist
}
