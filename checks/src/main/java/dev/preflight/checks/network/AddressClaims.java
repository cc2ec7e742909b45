package dev.preflight.checks.network;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who else answers for the host's own IPv4 addresses.
 *
 * @param macs every MAC address of the host, those of a bond's ports among them
 * @param claims what came for each address
 */
record AddressClaims(Set<String> macs, List<Claim> claims) {

    /** Two ARP requests an address within a second, side by side; arping needs root, or the capability that packages give it. */
    public static final Fact<AddressClaims> FACT = Fact.named("address-claims", AddressClaims.class)
            .limit(Duration.ofSeconds(10))
            .slow()
            .prefersRoot()
            .parsedBy(AddressClaims::parse);

    /**
     * What came for one address.
     *
     * @param sent how many requests were sent; empty if the tool did not say
     * @param answeredBy MAC addresses that answered
     * @param denied whether the user may not send them
     * @param noLink whether the device has no link, so that nothing would leave it
     * @param said what the tool said, one line
     */
    public record Claim(
            String address,
            String device,
            OptionalInt sent,
            List<String> answeredBy,
            boolean denied,
            boolean noLink,
            String said) {}

    public AddressClaims {
        macs = Set.copyOf(macs);
        claims = List.copyOf(claims);
    }

    private static Reading<AddressClaims> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("no-tool").isPresent()) {
            return Reading.missing(Reason.NO_TOOL, "arping");
        }
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected \"done\" at the end");
        }
        Set<String> macs = new TreeSet<>();
        text.all("mac").forEach(part -> macs.add(Ascii.lower(part.argument().strip())));
        List<Claim> claims = new ArrayList<>();
        for (HeadedText.Part part : text.all("claim")) {
            String[] word = part.argument().split(" ");
            if (word.length != 3) {
                throw new FactFormatException("expected flavour, address and device: " + part.argument());
            }
            ArpText arp = ArpText.of(part.text());
            claims.add(new Claim(
                    word[1],
                    word[2],
                    arp.notArpable() ? OptionalInt.of(0) : arp.sent(),
                    arp.macs(),
                    arp.denied(),
                    part.text().equals("no link"),
                    part.lines().isEmpty() ? "" : part.lines().get(0)));
        }
        return Reading.got(new AddressClaims(macs, claims));
    }
}
