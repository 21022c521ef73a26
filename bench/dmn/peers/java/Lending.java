import com.gs.dmn.runtime.ExecutionContextBuilder;
import jdmn.lending.Routing;
import jdmn.lending.Strategy;
import jdmn.lending.type.MonthlyImpl;
import jdmn.lending.type.TApplicantDataImpl;
import jdmn.lending.type.TBureauDataImpl;
import jdmn.lending.type.TRequestedProductImpl;

// The lending example of the compatibility kit on jDMN: decisions Strategy and Routing with all they require.
public class Lending {
    public static void run() {
        final var monthly = new MonthlyImpl();
        monthly.setIncome(Peers.number(6000));
        monthly.setExpenses(Peers.number(2000));
        monthly.setRepayments(Peers.number(0));
        final var applicant = new TApplicantDataImpl(Peers.number(35), "EMPLOYED", true, "M", monthly);
        final var product = new TRequestedProductImpl();
        product.setProductType("STANDARD LOAN");
        product.setAmount(Peers.number(350000));
        product.setRate(Peers.number(0.0395));
        product.setTerm(Peers.number(360));
        final var bureau = new TBureauDataImpl();
        bureau.setCreditScore(Peers.number(649));
        bureau.setBankrupt(false);
        final var context = ExecutionContextBuilder.executionContext().build();
        final var strategy = new Strategy();
        final var routing = new Routing();
        final java.util.function.IntFunction<java.util.Map<String, Object>> run = i -> {
            final String first = strategy.apply(applicant, product, context), second = routing.apply(applicant, bureau, product, context);
            return java.util.Map.of("Strategy", first, "Routing", second);
        };
        Peers.measure("jDMN", "lending", "row", run::apply, Peers.agreeing("lending", run), 1);
    }
}
