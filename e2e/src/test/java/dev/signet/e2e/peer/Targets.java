package dev.signet.e2e.peer;

import java.util.List;
import java.util.stream.Stream;

/** Request targets that two servers may read differently, and some that nobody does; each character is one byte (ISO 8859-1). */
final class Targets {
    private static final List<String> PLAIN = List.of(
            "/",
            "/a",
            "/A",
            "/a/",
            "/a/b",
            "/a?b=c",
            "/a?",
            "/a+b",
            "/~a",
            "/%7Ea",
            "/%61",
            "/a%20b",
            "/a:b@c",
            "/a,b=c&d",
            "/a!$'()*b");

    private static final List<String> SLASHES = List.of(
            "//a",
            "/a//b",
            "/a//",
            "///",
            "/a%2fb",
            "/a%2Fb",
            "/%2fa",
            "/a%252fb",
            "/a\\b",
            "/a%5cb",
            "/a%5Cb",
            "\\a",
            "/\\a");

    private static final List<String> DOTS = List.of(
            "/a/../b",
            "/a/./b",
            "/..",
            "/../a",
            "/a/..",
            "/a/.",
            "/a/../../b",
            "/a//../b",
            "/%2e%2e/",
            "/a/%2e%2e/b",
            "/a/%2E./b",
            "/a/.%2e/b",
            "/a/%2e/b",
            "/a/%252e%252e/b",
            "/a/..\\b",
            "/a/..%2fb",
            "/a/..%5cb",
            "/a/..;/b",
            "/a;/../b",
            "/a.",
            "/a%2e",
            "/.../a",
            "/a?b/../c",
            "/a?b=%2f..");

    private static final List<String> DELIMITERS = List.of(
            "/a;x/b",
            "/a;",
            "/a%3bx/b",
            "/a%3fb",
            "/a%3Fb?c",
            "/a%23b",
            "/a#b",
            "/a?b#c",
            "/#/../a",
            "/a%25b",
            "/a??b",
            "/a?b;c");

    private static final List<String> ENCODINGS = List.of(
            "/%",
            "/a%",
            "/%zz",
            "/%4",
            "/%u0041",
            "/a%00b",
            "/a%0ab",
            "/a%0d%0aX-Signet-Subject:%20forged",
            "/%c3%a9",
            "/%C3%A9",
            "/\u00c3\u00a9",
            "/%e9",
            "/\u00e9",
            "/%c0%af",
            "/%c0%ae%c0%ae/",
            "/%e0%80%af",
            "/%ef%bc%8f",
            "/%ff",
            "/\u00ff",
            "/a\u007fb",
            "/a\tb",
            "/a b",
            "/a\u0001b",
            "/a|b",
            "/a{b}",
            "/a\"b",
            "/a<b>",
            "/a^b",
            "/a`b",
            "/a[b]");

    private static final List<String> FORMS = List.of(
            "http://app.example/a",
            "http://app.example",
            "http://app.example?a",
            "http://app.example//a",
            "http://app.example/a/../b",
            "http://APP.EXAMPLE/a%2Fb",
            "http://user@app.example/a",
            "HTTP://app.example/a",
            "https://app.example/a",
            "ftp://app.example/a",
            "*",
            "a",
            "?a",
            "app.example:80",
            "/http://app.example/a");

    private static final List<String> LENGTHS =
            List.of("/" + "a".repeat(2_000), "/" + "a".repeat(7_000), "/" + "a".repeat(9_000), "/a".repeat(300));

    private Targets() {}

    static List<String> all() {
        return Stream.of(PLAIN, SLASHES, DOTS, DELIMITERS, ENCODINGS, FORMS, LENGTHS)
                .flatMap(List::stream)
                .toList();
    }
}
