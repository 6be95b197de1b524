package dev.signet.domain.order;

/** The shape of the Secret that carries a token. */
public enum SecretType {
    /** Keys of Signet's own: {@code token}, {@code token-id} and more. */
    Opaque,
    /** {@code username} and {@code password}. */
    BasicAuth,
    /** {@code .dockerconfigjson}, to pull images with. */
    DockerConfigJson
}
