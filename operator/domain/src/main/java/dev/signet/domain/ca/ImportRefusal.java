package dev.signet.domain.ca;

/**
 * A Secret that is no authority.
 *
 * @param fault what is wrong
 * @param detail where, or how; empty when the fault says all
 */
public record ImportRefusal(ImportFault fault, String detail) {
    /** For people: holds nothing of a key. */
    public String message() {
        return detail.isEmpty() ? fault.message() : fault.message() + " " + detail;
    }

    static ImportRefusal of(ImportFault fault) {
        return new ImportRefusal(fault, "");
    }

    static ImportRefusal of(ImportFault fault, PemFault pem) {
        return new ImportRefusal(fault, pem.message());
    }
}
