package dev.signet.domain.jwt;

/** A token that somebody presents, and what is to come of it. */
record Row(String name, String token, String verdict) {
    static Row of(String name, String token, String verdict) {
        return new Row(name, token, verdict);
    }

    @Override
    public String toString() {
        return name;
    }
}
