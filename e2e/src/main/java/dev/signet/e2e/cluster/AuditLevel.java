package dev.signet.e2e.cluster;

/** How much the API server writes down of each request. */
public enum AuditLevel {
    /** No audit log at all. */
    NONE("None"),
    /** Who did what to which object, and the answer's code: no content, hence no secrets. */
    METADATA("Metadata"),
    /** Also the content that was sent. */
    REQUEST("Request"),
    /** Also the content that was answered. */
    REQUEST_RESPONSE("RequestResponse");

    private final String policyName;

    AuditLevel(String policyName) {
        this.policyName = policyName;
    }

    /** The policy that records every request but health probes, once it was answered. */
    String policy() {
        return """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                omitManagedFields: true
                rules:
                - level: None
                  nonResourceURLs: ["/healthz*", "/livez*", "/readyz*"]
                - level: %s
                """.formatted(policyName);
    }
}
