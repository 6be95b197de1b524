package dev.signet.crds.token;

/** The shape of the Secret that carries a token. */
public enum SecretType {
    Opaque,
    BasicAuth,
    DockerConfigJson
}
