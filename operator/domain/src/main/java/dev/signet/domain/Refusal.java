package dev.signet.domain;

/**
 * Something that was not done, and why.
 *
 * @param code the reason, for machines
 * @param message which field, what is wrong and what to write instead, for people; never a secret value
 */
public record Refusal(FailureCode code, String message) {}
