package dev.signet.e2e;

import java.util.List;

/**
 * What a search of one operator process for what looks like a secret came to.
 *
 * @param role         {@code controller}, {@code edge} or {@code all}
 * @param logBytes     how much of a log was searched, over all its starts
 * @param metricsBytes how much of what {@code /metrics} said, over all times it was asked
 * @param findings     empty is good
 */
public record OperatorScan(String role, long logBytes, long metricsBytes, List<SecretFinding> findings) {
    public OperatorScan {
        findings = List.copyOf(findings);
    }
}
