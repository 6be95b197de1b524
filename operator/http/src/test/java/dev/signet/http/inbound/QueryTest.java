package dev.signet.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("issue 4, §5: a query is read strictly, and one that cannot be read is no fault of ours")
class QueryTest {

    private static Query query(String text) {
        return Query.parse(text).orElseThrow();
    }

    @Test
    void parametersAreDecodedAndMayBeRepeated() {
        Query query = query("scope=repository%3Aa%3Apull&service=r&scope=b+c&d=%C3%A4&flag");

        assertThat(query.all("scope")).containsExactly("repository:a:pull", "b c");
        assertThat(query.all("service")).containsExactly("r");
        assertThat(query.all("d")).containsExactly("\u00e4");
        assertThat(query.all("flag")).isEmpty();
        assertThat(query.all("other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "service=", "service", "service=&service="})
    void whatIsSentEmptyIsLeftOut(String text) {
        assertThat(query(text).all("service")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope=%zz", "scope=%", "scope=%4", "%zz=a", "scope=%ff", "scope=%C0%AF", "a=b&scope=%+1"})
    void whatIsNotPercentEncodedUtf8CannotBeRead(String text) {
        assertThat(Query.parse(text)).isEmpty();
    }
}
