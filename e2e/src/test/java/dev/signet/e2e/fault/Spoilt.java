package dev.signet.e2e.fault;

/** What becomes of a request and of its answer. */
enum Spoilt {
    /** Both come through. */
    NO(true, Reply.TRUE),
    /** It is not asked, and said to conflict. */
    CONFLICT(false, Reply.CONFLICT),
    /** It is not asked, and said to have failed. */
    ERROR(false, Reply.ERROR),
    /** It is done, and said to have failed. */
    ERROR_ALTHOUGH_DONE(true, Reply.ERROR),
    /** It is not asked, and the connection ends. */
    CUT(false, Reply.CUT),
    /** It is done, and the connection ends before it is answered. */
    CUT_ALTHOUGH_DONE(true, Reply.CUT),
    /** It is not asked, and never answered. */
    SILENCE(false, Reply.NONE),
    /** It is done, and never answered. */
    SILENCE_ALTHOUGH_DONE(true, Reply.NONE);

    /** What the client hears. */
    enum Reply {
        TRUE(""),
        CONFLICT(status(409, "Conflict")),
        ERROR(status(500, "InternalError")),
        CUT(""),
        NONE("");

        private final String text;

        Reply(String text) {
            this.text = text;
        }

        /** A whole HTTP answer, or nothing. */
        String text() {
            return text;
        }

        private static String status(int code, String reason) {
            String body = """
                    {"kind":"Status","apiVersion":"v1","status":"Failure","message":"spoilt","reason":"%s","code":%d}""".formatted(reason, code);
            return "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                    .formatted(code, reason, body.length(), body);
        }
    }

    private final boolean asked;
    private final Reply reply;

    Spoilt(boolean asked, Reply reply) {
        this.asked = asked;
        this.reply = reply;
    }

    /** Whether the API server gets the request. */
    boolean asked() {
        return asked;
    }

    Reply reply() {
        return reply;
    }
}
