package dev.signet.crds.restriction;

/** An HTTP method that a rule allows. */
public enum RuleMethod {
    ALL,
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS
}
