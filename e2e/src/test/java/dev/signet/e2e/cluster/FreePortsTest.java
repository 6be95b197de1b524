package dev.signet.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class FreePortsTest {

    /** Of so many drawn with replacement some would be equal all but once in a hundred times. */
    @Test
    void noneIsGivenTwiceWhoeverAsks() {
        int many = 400;
        assertThat(IntStream.range(0, many)
                        .parallel()
                        .map(each -> PortSource.free().next()))
                .hasSize(many)
                .doesNotHaveDuplicates();
    }
}
