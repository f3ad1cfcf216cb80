//! Does what its first argument says, and ends.

use std::io::{Read, Write};
use std::process::{exit, Command};
use std::thread::sleep;
use std::time::Duration;

extern "C" {
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
    fn kill(pid: i32, number: i32) -> i32;
}

extern "C" fn ended(_number: i32) {
    println!("ending");
    exit(9);
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = || args[1].parse::<i32>().unwrap();
    println!("{} {}", std::process::id(), std::env::var("SHOP").unwrap_or_default());
    eprintln!("to stderr");
    match args[0].as_str() {
        "exits" => exit(number()),
        "stay" => {
            unsafe { signal(15, ended) };
            println!("staying");
            loop {
                sleep(Duration::from_secs(600));
            }
        }
        "leave" => {
            Command::new("sleep").arg("600").spawn().unwrap();
            println!("left");
        }
        "kill" => {
            unsafe { kill(std::process::id() as i32, number()) };
            sleep(Duration::from_secs(60));
        }
        "lines" => (0..number()).for_each(|line| println!("line {line}")),
        "unicode" => {
            println!("grüße 世界 🌍");
            for byte in "🌍\n".bytes() {
                std::io::stdout().write_all(&[byte]).unwrap();
                std::io::stdout().flush().unwrap();
                sleep(Duration::from_millis(20));
            }
        }
        "read" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).unwrap();
            println!("read {text:?}");
        }
        other => panic!("{other}"),
    }
}
