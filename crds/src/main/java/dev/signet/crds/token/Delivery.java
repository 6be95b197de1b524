package dev.signet.crds.token;

/** Whether the Secret stays or is shown once. */
public enum Delivery {
    Keep,
    Once
}
