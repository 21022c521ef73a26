// dsntk on what `dmn_bench write` wrote into the folder that is the argument. Prints engine, case, rows per second of wall time and of
// processor time, answers that agree and rows asked, tab-separated. It has no trace.
use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelScope, Name};
use dsntk_model::{DmnElement, NamedElement};
use dsntk_model_evaluator::ModelEvaluator;
use std::path::Path;
use std::time::Instant;

fn context(text: &str) -> FeelContext {
    let scope = FeelScope::default();
    let node = dsntk_feel_parser::parse_context(&scope, text, false).expect("a JSON object is a context");
    match dsntk_feel_evaluator::prepare(&node)(&scope) {
        Value::Context(context) => context,
        other => panic!("not a context: {other}"),
    }
}

fn processor_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of models");
    for (name, decisions) in [("points", vec!["total"]), ("lending", vec!["Strategy", "Routing"]), ("rules-10", vec!["r"]), ("rules-1000", vec!["r"])] {
        let read = |ending: &str| std::fs::read_to_string(Path::new(&folder).join(format!("{name}.{ending}")));
        let Ok(model) = read("dmn") else { continue };
        let definitions = dsntk_model::parse(&model).expect("the model is read");
        let (namespace, title) = (definitions.namespace().to_string(), definitions.name().to_string());
        let engine = ModelEvaluator::new(&[definitions]).expect("the model is built");
        let lines = |ending: &str| read(ending).unwrap().lines().map(context).collect::<Vec<_>>();
        let (rows, answers) = (lines("rows"), lines("answers"));
        let ask = |decision: &str, row: &FeelContext| engine.evaluate_invocable(&namespace, &title, decision, row);
        let agree = rows.iter().zip(&answers).filter(|(row, answer)| {
            decisions.iter().all(|decision| {
                let (found, expected) = (ask(decision, row), answer.get_entry(&Name::from(*decision)).cloned().unwrap_or(Value::Null(None)));
                found == expected || matches!((&found, &expected), (Value::Null(_), Value::Null(_)))
            })
        });
        let agree = agree.count();
        let run = |i: usize| decisions.iter().for_each(|decision| drop(std::hint::black_box(ask(decision, &rows[i % rows.len()]))));
        let (mut runs, start) = (0, Instant::now());
        while start.elapsed().as_secs_f64() < 0.5 {
            run(runs);
            runs += 1;
        }
        let (mut runs, start, processor) = (0, Instant::now(), processor_seconds());
        while start.elapsed().as_secs_f64() < 1.5 {
            run(runs);
            runs += 1;
        }
        let (wall, used) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
        println!("dsntk\t{name}\trow\t{:.0}\t{:.0}\t{agree}\t{}", runs as f64 / wall, runs as f64 / used, rows.len());
    }
}
