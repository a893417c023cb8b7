//! Instructions and allocations, counted by valgrind. `cargo xtask bench` passes the server's URL and the list.
#![allow(missing_docs)] // the macros generate public items without docs

use std::hint::black_box;

use gungraun::{Dhat, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use personeel::{Institute, PersonId, SchoolYear};
use personeel_bench::baseline::{self, Baseline};
use personeel_bench::{CALLS, Failure, SCHOOL_YEAR, fixed, ours};
use tokio::runtime::Runtime;

fn list() -> Result<Vec<u8>, Failure> {
    Ok(std::fs::read(std::env::var("PERSONEEL_BENCH_LIST")?)?)
}

#[library_benchmark]
#[bench::list(list())]
fn decode_ours(list: Result<Vec<u8>, Failure>) -> Result<Vec<personeel::types::Employee>, Failure> {
    // As a call reads its response.
    Ok(black_box(personeel::Response::read(&list?)?))
}

#[library_benchmark]
#[bench::list(list())]
fn decode_baseline(list: Result<Vec<u8>, Failure>) -> Result<Vec<baseline::Employee>, Failure> {
    Ok(black_box(serde_json::from_slice(&list?)?))
}

fn warm_ours() -> Result<(Runtime, Institute, PersonId, SchoolYear), Failure> {
    let (api, identity) = (std::env::var("PERSONEEL_BENCH_API")?, std::env::var("PERSONEEL_BENCH_IDENTITY")?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let school = ours::school(&api, &identity)?;
    let (person, year) = (fixed::PERSON.parse()?, SCHOOL_YEAR.parse()?);
    // Afterwards the token and the connection exist, and every code path has run.
    runtime.block_on(async {
        for _ in 0..5 {
            school.own_fields().of(person, year).await?;
        }
        Ok::<_, personeel::Error>(())
    })?;
    Ok((runtime, school, person, year))
}

#[library_benchmark]
#[bench::calls(warm_ours())]
fn call_ours(warm: Result<(Runtime, Institute, PersonId, SchoolYear), Failure>) -> Result<Runtime, Failure> {
    let (runtime, school, person, year) = warm?;
    runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(school.own_fields().of(person, year).await?);
        }
        Ok::<_, personeel::Error>(())
    })?;
    Ok(runtime)
}

fn warm_baseline() -> Result<(Runtime, Baseline), Failure> {
    let (api, identity) = (std::env::var("PERSONEEL_BENCH_API")?, std::env::var("PERSONEEL_BENCH_IDENTITY")?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let baseline = runtime.block_on(async {
        let baseline = Baseline::sign_in(&api, &identity).await?;
        for _ in 0..5 {
            baseline.own_fields(fixed::PERSON).await?;
        }
        Ok::<_, Failure>(baseline)
    })?;
    Ok((runtime, baseline))
}

#[library_benchmark]
#[bench::calls(warm_baseline())]
fn call_baseline(warm: Result<(Runtime, Baseline), Failure>) -> Result<(Runtime, Baseline), Failure> {
    let (runtime, baseline) = warm?;
    runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(baseline.own_fields(fixed::PERSON).await?);
        }
        Ok::<_, Failure>(())
    })?;
    Ok((runtime, baseline))
}

library_benchmark_group!(name = all, benchmarks = [decode_ours, decode_baseline, call_ours, call_baseline]);
main!(
    config = LibraryBenchmarkConfig::default()
        .pass_through_envs(["PERSONEEL_BENCH_LIST", "PERSONEEL_BENCH_API", "PERSONEEL_BENCH_IDENTITY"])
        // An allocation counts if the function is among its callers; some call stacks are deeper than the default of
        // 12.
        .tool(Dhat::with_args(["--num-callers=200"])),
    library_benchmark_groups = all
);
