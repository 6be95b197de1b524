package dev.signet.domain.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that some server does to a path before it looks for what is there. A path is a string of bytes here, one a character,
 * as servers in C have it; none of the code under test takes part.
 */
enum ReadingStep implements UnaryOperator<String> {
    /** The query ends the path, and so does a fragment. */
    CUT_QUERY {
        @Override
        public String apply(String path) {
            return QUERY.split(path, 2)[0];
        }
    },
    /** Percent-encoding; what is malformed stays. */
    DECODE {
        @Override
        public String apply(String path) {
            return replaced(path, ESCAPE, escape -> Character.toString(Integer.parseInt(escape.substring(1), 16)));
        }
    },
    /** IIS's own escapes of UTF-16. */
    DECODE_UTF16 {
        @Override
        public String apply(String path) {
            return replaced(
                    path,
                    ESCAPE_OF_UTF16,
                    escape -> bytes(Character.toString(Integer.parseInt(escape.substring(2), 16))));
        }
    },
    /** A lenient reader of UTF-8, to which two or three bytes may stand for a character of ASCII. */
    READ_OVERLONG {
        @Override
        public String apply(String path) {
            return replaced(path, OVERLONG, sequence -> {
                int last = sequence.length() - 1;
                int bits = (sequence.charAt(last - 1) << 6) | (sequence.charAt(last) & 0x3F);
                return Character.toString(bits & 0x7F);
            });
        }
    },
    BACKSLASH_IS_SLASH {
        @Override
        public String apply(String path) {
            return path.replace('\\', '/');
        }
    },
    /** Parameters end with their segment, as in servlet containers. */
    CUT_PARAMETERS {
        @Override
        public String apply(String path) {
            return PARAMETERS.matcher(path).replaceAll("");
        }
    },
    /** The first parameter ends the path. */
    CUT_AT_PARAMETER {
        @Override
        public String apply(String path) {
            return path.split(";", 2)[0];
        }
    },
    /** RFC 3986, section 5.2.4. */
    REMOVE_DOT_SEGMENTS {
        @Override
        public String apply(String path) {
            return withoutDots(path, UnaryOperator.identity());
        }
    },
    /** The same by a server to which the spaces around a segment are none of it. */
    REMOVE_SPACED_DOT_SEGMENTS {
        @Override
        public String apply(String path) {
            return withoutDots(path, String::strip);
        }
    },
    MERGE_SLASHES {
        @Override
        public String apply(String path) {
            return SLASHES.matcher(path).replaceAll("/");
        }
    },
    /** Where strings end in NUL, or lines end. */
    CUT_AT_CONTROL {
        @Override
        public String apply(String path) {
            return CONTROL.split(path, 2)[0];
        }
    },
    /** Names of Windows end before trailing dots and spaces. */
    CUT_TRAILING_DOTS {
        @Override
        public String apply(String path) {
            return TRAILING.matcher(path).replaceAll("");
        }
    },
    /** NTFS has another name for what a file or a directory holds. */
    CUT_STREAM_TYPE {
        @Override
        public String apply(String path) {
            return STREAM_TYPE.matcher(path).replaceAll("");
        }
    },
    TRIM_SEGMENTS {
        @Override
        public String apply(String path) {
            return onText(path, text -> AROUND.matcher(text).replaceAll(""));
        }
    },
    /** What HFS+ ignores, and readers do not see. */
    DROP_INVISIBLE {
        @Override
        public String apply(String path) {
            return onText(path, text -> INVISIBLE.matcher(text).replaceAll(""));
        }
    },
    /** What Cygwin and the Services for Macintosh store in place of characters that Windows does not allow in names. */
    MAP_PRIVATE_USE {
        @Override
        public String apply(String path) {
            return onText(
                    path, text -> mapped(text, point -> point >= 0xF020 && point < 0xF080 ? point - 0xF000 : point));
        }
    },
    COMPOSE {
        @Override
        public String apply(String path) {
            return onText(path, text -> Normalizer.normalize(text, Normalizer.Form.NFC));
        }
    },
    COMPOSE_COMPATIBLY {
        @Override
        public String apply(String path) {
            return onText(path, text -> Normalizer.normalize(text, Normalizer.Form.NFKC));
        }
    },
    /** Windows' best fit for characters that a code page lacks, or has in the backslash's place. */
    FIT_TO_CODE_PAGE {
        @Override
        public String apply(String path) {
            return onText(
                    path,
                    text -> mapped(text, point -> switch (point) {
                        case 0x2044, 0x2215, 0x29F8, 0xFF0F -> '/';
                        case 0x00A5, 0x20A9, 0x2216, 0x29F5, 0xFF3C -> '\\';
                        case 0xFF0E -> '.';
                        default -> point;
                    }));
        }
    },
    PLUS_IS_SPACE {
        @Override
        public String apply(String path) {
            return path.replace('+', ' ');
        }
    },
    LOWER_CASE {
        @Override
        public String apply(String path) {
            return onText(path, text -> text.toLowerCase(Locale.ROOT));
        }
    };

    private static final Pattern QUERY = Pattern.compile("[?#]");
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
    private static final Pattern SLASHES = Pattern.compile("/+");
    private static final Pattern CONTROL = Pattern.compile("[\0\r\n]");
    private static final Pattern TRAILING = Pattern.compile("[. ]+(?=/|\\z)");
    private static final Pattern STREAM_TYPE = Pattern.compile(":(\\$I30)?:\\$[A-Za-z_]+(?=/|\\z)");
    private static final Pattern AROUND = Pattern.compile("(?<=/)[\\p{Z}\\p{Cc}]+|[\\p{Z}\\p{Cc}]+(?=/|\\z)");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern ESCAPE_OF_UTF16 = Pattern.compile("%u[0-9A-Fa-f]{4}");
    private static final Pattern OVERLONG =
            Pattern.compile("[\u00c0\u00c1][\u0080-\u00bf]|\u00e0[\u0080\u0081][\u0080-\u00bf]");

    private static String replaced(String path, Pattern pattern, UnaryOperator<String> replacement) {
        return pattern.matcher(path).replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found.group())));
    }

    private static String withoutDots(String path, UnaryOperator<String> seen) {
        List<String> segments =
                Arrays.asList(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1));
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = seen.apply(segments.get(i));
            boolean dots = segment.equals(".") || segment.equals("..");
            if (segment.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (!dots) {
                kept.add(segments.get(i));
            } else if (i == segments.size() - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String text(String bytes) {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        bytes.chars().forEach(drawn::write);
        return drawn.toString(StandardCharsets.UTF_8);
    }

    private static String onText(String path, UnaryOperator<String> change) {
        return bytes(change.apply(text(path)));
    }

    private static String mapped(String text, IntUnaryOperator change) {
        return text.codePoints()
                .map(change)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
