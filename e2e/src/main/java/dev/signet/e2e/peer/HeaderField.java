package dev.signet.e2e.peer;

/** One line of a header section as it came, each byte one character (ISO 8859-1); optional white space around the value is cut. */
public record HeaderField(String name, String value) {}
