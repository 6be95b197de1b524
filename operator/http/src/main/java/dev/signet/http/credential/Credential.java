package dev.signet.http.credential;

import dev.signet.domain.secret.SecretValue;
import java.util.Optional;

/**
 * What somebody authenticates with.
 *
 * @param token the value that is to be a token
 * @param username the name that must be the token's; empty where none was sent or the name says that there is none
 */
public record Credential(SecretValue token, Optional<String> username) {}
