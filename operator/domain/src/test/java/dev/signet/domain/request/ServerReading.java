package dev.signet.domain.request;

import static dev.signet.domain.request.ReadingStep.BACKSLASH_IS_SLASH;
import static dev.signet.domain.request.ReadingStep.COMPOSE;
import static dev.signet.domain.request.ReadingStep.COMPOSE_COMPATIBLY;
import static dev.signet.domain.request.ReadingStep.CUT_AT_CONTROL;
import static dev.signet.domain.request.ReadingStep.CUT_AT_PARAMETER;
import static dev.signet.domain.request.ReadingStep.CUT_PARAMETERS;
import static dev.signet.domain.request.ReadingStep.CUT_QUERY;
import static dev.signet.domain.request.ReadingStep.CUT_STREAM_TYPE;
import static dev.signet.domain.request.ReadingStep.CUT_TRAILING_DOTS;
import static dev.signet.domain.request.ReadingStep.DECODE;
import static dev.signet.domain.request.ReadingStep.DECODE_UTF16;
import static dev.signet.domain.request.ReadingStep.DROP_INVISIBLE;
import static dev.signet.domain.request.ReadingStep.FIT_TO_CODE_PAGE;
import static dev.signet.domain.request.ReadingStep.LOWER_CASE;
import static dev.signet.domain.request.ReadingStep.MAP_PRIVATE_USE;
import static dev.signet.domain.request.ReadingStep.MERGE_SLASHES;
import static dev.signet.domain.request.ReadingStep.PLUS_IS_SPACE;
import static dev.signet.domain.request.ReadingStep.READ_OVERLONG;
import static dev.signet.domain.request.ReadingStep.REMOVE_DOT_SEGMENTS;
import static dev.signet.domain.request.ReadingStep.REMOVE_SPACED_DOT_SEGMENTS;
import static dev.signet.domain.request.ReadingStep.TRIM_SEGMENTS;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A way in which servers come from the target of a request to the segments that they look for. */
enum ServerReading {
    ONE_DECODING(CUT_QUERY, DECODE),
    DECODED_BEFORE_THE_QUERY_IS_CUT(DECODE, CUT_QUERY),
    TWO_DECODINGS(CUT_QUERY, DECODE, DECODE),
    THREE_DECODINGS_THEN_DOTS(CUT_QUERY, DECODE, DECODE, DECODE, REMOVE_DOT_SEGMENTS),
    DOTS_BEFORE_DECODING(CUT_QUERY, REMOVE_DOT_SEGMENTS, DECODE),
    DOTS_AFTER_DECODING(CUT_QUERY, DECODE, REMOVE_DOT_SEGMENTS),
    DOTS_BETWEEN_DECODINGS(CUT_QUERY, DECODE, REMOVE_DOT_SEGMENTS, DECODE),
    SLASHES_MERGED(CUT_QUERY, MERGE_SLASHES, DECODE),
    NGINX(CUT_QUERY, DECODE, MERGE_SLASHES, REMOVE_DOT_SEGMENTS),
    ENVOY(CUT_QUERY, DECODE, BACKSLASH_IS_SLASH, REMOVE_DOT_SEGMENTS, MERGE_SLASHES),
    SERVLET_CONTAINER(CUT_QUERY, CUT_PARAMETERS, DECODE, MERGE_SLASHES, REMOVE_DOT_SEGMENTS),
    PARAMETERS_CUT_AFTER_DECODING(CUT_QUERY, DECODE, CUT_PARAMETERS, REMOVE_DOT_SEGMENTS),
    PARAMETERS_CUT_TO_THE_END(CUT_QUERY, CUT_AT_PARAMETER, DECODE, CUT_AT_PARAMETER),
    BACKSLASHES_BEFORE_DECODING(CUT_QUERY, BACKSLASH_IS_SLASH, DECODE),
    BACKSLASHES_AFTER_DECODING(CUT_QUERY, DECODE, BACKSLASH_IS_SLASH, REMOVE_DOT_SEGMENTS),
    STRINGS_THAT_END_IN_NUL(CUT_QUERY, DECODE, CUT_AT_CONTROL),
    LENIENT_UTF8(CUT_QUERY, DECODE, READ_OVERLONG, REMOVE_DOT_SEGMENTS),
    IIS(CUT_QUERY, DECODE_UTF16, DECODE, BACKSLASH_IS_SLASH, REMOVE_DOT_SEGMENTS, CUT_TRAILING_DOTS, CUT_STREAM_TYPE),
    TRAILING_DOTS_CUT_FIRST(CUT_QUERY, DECODE, CUT_TRAILING_DOTS, MERGE_SLASHES, REMOVE_DOT_SEGMENTS),
    SPACES_TRIMMED(CUT_QUERY, DECODE, TRIM_SEGMENTS, REMOVE_DOT_SEGMENTS, MERGE_SLASHES),
    INVISIBLE_CHARACTERS_DROPPED(CUT_QUERY, DECODE, DROP_INVISIBLE, REMOVE_DOT_SEGMENTS),
    PRIVATE_USE_MAPPED(CUT_QUERY, DECODE, MAP_PRIVATE_USE, BACKSLASH_IS_SLASH, REMOVE_DOT_SEGMENTS),
    COMPOSED(CUT_QUERY, DECODE, COMPOSE, CUT_PARAMETERS),
    CODE_PAGE(CUT_QUERY, DECODE, FIT_TO_CODE_PAGE, BACKSLASH_IS_SLASH, REMOVE_DOT_SEGMENTS),

    /** Letters have another form; segments stay. */
    COMPATIBLY_COMPOSED(CUT_QUERY, DECODE, COMPOSE_COMPATIBLY, CUT_QUERY, CUT_PARAMETERS, DECODE, REMOVE_DOT_SEGMENTS) {
        @Override
        List<String> shown(List<String> segments) {
            return changed(segments, text -> Normalizer.normalize(text, Normalizer.Form.NFKC));
        }
    },
    /** A plus sign is a space; segments stay. */
    FORM(CUT_QUERY, DECODE, PLUS_IS_SPACE, REMOVE_SPACED_DOT_SEGMENTS) {
        @Override
        List<String> shown(List<String> segments) {
            return changed(segments, text -> text.replace('+', ' '));
        }
    },
    /** As on hosts that are configured so. */
    CASE_FOLDED(CUT_QUERY, DECODE, LOWER_CASE, CUT_TRAILING_DOTS, REMOVE_DOT_SEGMENTS) {
        @Override
        List<String> shown(List<String> segments) {
            return changed(segments, text -> text.toLowerCase(Locale.ROOT));
        }
    };

    /** What may come in any order, since it leaves each accepted path as it is. */
    private static final List<ReadingStep> ANY_ORDER = List.of(
            DECODE,
            DECODE_UTF16,
            READ_OVERLONG,
            BACKSLASH_IS_SLASH,
            CUT_PARAMETERS,
            CUT_AT_PARAMETER,
            REMOVE_DOT_SEGMENTS,
            REMOVE_SPACED_DOT_SEGMENTS,
            MERGE_SLASHES,
            CUT_AT_CONTROL,
            CUT_TRAILING_DOTS,
            CUT_STREAM_TYPE,
            TRIM_SEGMENTS,
            DROP_INVISIBLE,
            MAP_PRIVATE_USE,
            COMPOSE,
            FIT_TO_CODE_PAGE,
            CUT_QUERY);

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes what cannot change
    private final List<ReadingStep> steps;

    ServerReading(ReadingStep... steps) {
        this.steps = List.of(steps);
    }

    /** The segments that this server looks for. */
    List<String> read(String target) {
        return read(target, steps);
    }

    /** What it makes of each segment for itself; nothing, if it is not said otherwise. */
    List<String> shown(List<String> segments) {
        return segments;
    }

    /** Any steps in any order, with a decoding among them. */
    static List<ReadingStep> drawn(Random random) {
        List<ReadingStep> steps = new ArrayList<>();
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            steps.add(ANY_ORDER.get(random.nextInt(ANY_ORDER.size())));
        }
        steps.add(random.nextInt(steps.size() + 1), DECODE);
        steps.add(0, CUT_QUERY);
        return steps;
    }

    static List<String> read(String target, List<ReadingStep> steps) {
        String path = ReadingStep.bytes(target);
        for (ReadingStep step : steps) {
            path = step.apply(path);
        }
        String text = ReadingStep.text(path);
        return List.of(text.substring(text.startsWith("/") ? 1 : 0).split("/", -1));
    }

    private static List<String> changed(List<String> segments, UnaryOperator<String> change) {
        return segments.stream().map(change).toList();
    }
}
