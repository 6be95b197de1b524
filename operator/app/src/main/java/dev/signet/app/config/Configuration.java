package dev.signet.app.config;

import java.time.Duration;
import java.util.Set;

/**
 * What the operator was told.
 *
 * @param issuerUrl the {@code iss} of every JWT, an https URL without query or fragment
 * @param minimumRenewedTtl the least lifetime that is renewed
 * @param installation where and as whom it runs
 * @param watchNamespaces the namespaces to serve; empty: all
 * @param bootstrapAuthority whether the authority {@code signet} is made where there is none
 * @param logLevel the least level that is logged
 * @param lease how leadership is held
 * @param management where probes and metrics are served, those of both roles where one process has both
 * @param edge what concerns the token service alone
 * @param threads how many objects are reconciled at once; the API server is the limit, and 16 are enough
 * @param unknownVariables what in the environment looks like a key and is none
 */
public record Configuration(
        String issuerUrl,
        Duration minimumRenewedTtl,
        Installation installation,
        Set<String> watchNamespaces,
        boolean bootstrapAuthority,
        String logLevel,
        Lease lease,
        Management management,
        EdgeConfiguration edge,
        int threads,
        Set<String> unknownVariables) {

    public Configuration {
        watchNamespaces = Set.copyOf(watchNamespaces);
        unknownVariables = Set.copyOf(unknownVariables);
    }

    /**
     * Where and as whom the operator runs.
     *
     * @param namespace its own namespace
     * @param controllerServiceAccount the ServiceAccount of the controller
     * @param edgeServiceAccount the ServiceAccount of the token service
     */
    public record Installation(String namespace, String controllerServiceAccount, String edgeServiceAccount) {

        /** The controller as the API server knows it. */
        public String controllerUser() {
            return "system:serviceaccount:" + namespace + ":" + controllerServiceAccount;
        }

        /** The token service as the API server knows it. */
        public String edgeUser() {
            return "system:serviceaccount:" + namespace + ":" + edgeServiceAccount;
        }
    }

    /**
     * How leadership is held.
     *
     * @param name the Lease, in the operator's namespace
     * @param duration after how long without renewal another may take over
     * @param renewDeadline after how long without renewal the leader gives up
     * @param retryPeriod how often is tried
     */
    public record Lease(String name, Duration duration, Duration renewDeadline, Duration retryPeriod) {}

    /** Where probes and metrics are served. */
    public record Management(String host, int port) {}
}
