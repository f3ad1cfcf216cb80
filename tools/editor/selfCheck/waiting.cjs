// A suite that never ends and starts no program.

exports.run = () => {
  console.log('waiting on purpose');
  return new Promise(() => {});
};
