package dev.signet.e2e;

/**
 * A secret value in a place where it does not belong.
 *
 * @param place       where, as {@code events ci/agent-7.17a} or {@code operator.log line 12}
 * @param fingerprint the start of the value's SHA-256 in hex, since reports are no place for secrets either
 */
public record SecretFinding(String place, String fingerprint) {}
