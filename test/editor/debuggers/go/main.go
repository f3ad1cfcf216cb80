// Does what its first argument says, and ends.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	fmt.Println(os.Getpid(), os.Getenv("SHOP"))
	fmt.Fprintln(os.Stderr, "to stderr")
	switch os.Args[1] {
	case "exits":
		os.Exit(number(os.Args[2]))
	case "stay":
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGTERM)
		fmt.Println("staying")
		<-asked
		fmt.Println("ending")
		os.Exit(9)
	case "leave":
		command := exec.Command("sleep", "600")
		command.Stdout = os.Stdout
		if err := command.Start(); err != nil {
			panic(err)
		}
		fmt.Println("left")
	case "kill":
		syscall.Kill(os.Getpid(), syscall.Signal(number(os.Args[2])))
		time.Sleep(time.Minute)
	case "lines":
		for line := 0; line < number(os.Args[2]); line++ {
			fmt.Println("line", line)
		}
	case "unicode":
		fmt.Println("grüße 世界 🌍")
		for _, one := range []byte("🌍\n") {
			os.Stdout.Write([]byte{one})
			time.Sleep(20 * time.Millisecond)
		}
	case "read":
		text, _ := io.ReadAll(os.Stdin)
		fmt.Printf("read %q\n", text)
	}
}
