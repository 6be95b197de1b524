package dev.signet.kubernetes.authority;

import dev.signet.domain.ca.ServingNames;

/**
 * What the token service needs of an authority.
 *
 * @param authority keeps its keyring and its serving certificate
 * @param names by which it is reached
 */
public record EdgeService(String authority, ServingNames names) {}
